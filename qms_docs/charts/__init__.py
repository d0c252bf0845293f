"""Charts: values drawn as SVG that stands still, in the colour of the text around it."""
