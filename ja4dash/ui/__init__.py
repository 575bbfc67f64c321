"""Everything that touches the screen: header, scope bar, panels, tables, charts in place."""
