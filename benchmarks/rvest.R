# The text of the paragraphs of saved pages, as the published script reads them: Rscript rvest.R FOLDER
library(rvest)
for (file in list.files(commandArgs(trailingOnly = TRUE)[1], full.names = TRUE)) {
  page <- read_html(file)
  text <- html_text2(html_elements(page, ".report__main p"))
}
