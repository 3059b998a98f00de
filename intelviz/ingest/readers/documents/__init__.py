"""What readers of documents and mail share: text and its flow, messages."""
