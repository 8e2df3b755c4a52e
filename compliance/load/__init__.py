"""Reading of files: the only package that opens what people wrote."""
