-- One after the other, since changes of regions block each other.
ALTER DATABASE ${database} ADD REGION IF NOT EXISTS "${region}";
