"""What templates show, as plain data: titles and texts in one language, no rules and no markup."""
