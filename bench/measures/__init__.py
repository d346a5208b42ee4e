"""What is measured against which bar: each module asks its workers and returns figures."""
