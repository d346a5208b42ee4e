"""What officers fill in. Each form says beside the field what is missing; whether a fact may be recorded is for the action to say."""
