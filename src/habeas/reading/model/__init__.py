"""The trained reader: a small encoder served as int8 ONNX. It is loaded on first use and never by commands that do not read."""
