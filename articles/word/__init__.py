"""Word files as articles: package.py lets them in, document.py reads, saving.py keeps."""
