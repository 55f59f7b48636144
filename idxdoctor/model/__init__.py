"""The words of the tool as frozen values: URL, credential, exchange, trace, finding. No I/O."""
