"""The rules of governance as plain functions of plain data: no database, no clock. Tests hold each to a slow obvious one."""
