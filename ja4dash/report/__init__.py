"""Reports: what is known of a source or a campaign in one window, as one file that needs nothing else to be read."""
