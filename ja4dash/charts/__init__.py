"""Charts named by their shape: a frame in, an Altair chart out. Text from the data appears in axes and tooltips only."""
