"""Days of publication and of the last change: candidates on a page, and the day on which they agree."""
