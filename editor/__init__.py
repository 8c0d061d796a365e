"""Open the door for people: pages in Chinese and English."""
