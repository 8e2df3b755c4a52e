"""All wording of results: an assessment in, finished sentences and pieces out. Renderers never see the model."""
