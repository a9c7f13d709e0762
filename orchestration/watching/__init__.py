"""The state of an installation for people and programs: findings, alerts, metrics, health."""
