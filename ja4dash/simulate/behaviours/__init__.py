"""What each kind of visitor does in a session, vectorised over sessions."""
