"""What analysts write: checked, written, read back."""
