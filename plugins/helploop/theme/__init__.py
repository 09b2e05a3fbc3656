"""How everything looks: templates, stylesheets, icons, and the themes for MkDocs' own pages."""
