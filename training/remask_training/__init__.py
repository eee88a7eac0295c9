"""Training of the model that Remask bundles. Every module here is small and named after what it holds."""
