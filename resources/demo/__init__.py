"""The demo brand Juniper & Rye: its exports, and the script that wrote them."""
