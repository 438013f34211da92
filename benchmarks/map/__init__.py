"""The explorable map in a headless browser, beside the same maps drawn by sigma.js and cytoscape.js."""
