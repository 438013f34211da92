"""What holds when something fails: processes killed, stores stopped, disks full, mail refused."""
