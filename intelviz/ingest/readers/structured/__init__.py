"""What readers of JSON and XML share: values and elements from strangers, streamed within limits."""
