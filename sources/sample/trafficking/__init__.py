"""The Trafficking in Persons part of the sample: tier lists, narratives and index pages from recorded facts."""
