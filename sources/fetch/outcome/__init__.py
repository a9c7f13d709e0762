"""What an answer is: its classification, and how the hosts answer."""
