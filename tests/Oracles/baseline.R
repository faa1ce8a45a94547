# Reference values of a table 1: means, standard deviations, quartiles and standardised differences, made with base R. Writes baseline.json.
#   Rscript tests/Oracles/baseline.R tests/Oracles
# The differences of levels are Mahalanobis distances written out with matrices (Yang and Dalton, SAS Global Forum 2012, paper 335).
out <- commandArgs(trailingOnly = TRUE)[1]
number <- function(x) paste(trimws(formatC(x, digits = 17, format = "g")), collapse = ", ")
set.seed(385)
n <- 60
case <- rep(c(1, 0), c(25, 35))
crp <- round(exp(rnorm(n, 1 + 0.5 * case, 0.7)), 2)
crp[c(3, 17, 40)] <- NA
male <- rbinom(n, 1, 0.3 + 0.3 * case)
smoking <- sample(0:2, n, replace = TRUE)
smoking[5] <- NA
# A fourth level that nobody has must change nothing.
shares <- function(x, levels) sapply(levels, function(l) mean(x[!is.na(x)] == l))
numeric_smd <- function(x) { a <- x[case == 1]; b <- x[case == 0]
  abs(mean(a, na.rm = TRUE) - mean(b, na.rm = TRUE)) / sqrt((var(a, na.rm = TRUE) + var(b, na.rm = TRUE)) / 2) }
level_smd <- function(x, levels) {
  p <- shares(x[case == 1], levels)[-1]; q <- shares(x[case == 0], levels)[-1]
  s <- (diag(p, length(p)) - p %*% t(p) + diag(q, length(q)) - q %*% t(q)) / 2
  sqrt(drop(t(p - q) %*% solve(s) %*% (p - q)))
}
summary_of <- function(x) { x <- x[!is.na(x)]; c(mean(x), sd(x), quantile(x, c(0.5, 0.25, 0.75), type = 7, names = FALSE)) }
missing <- function(x) ifelse(is.na(x), "null", format(x))
writeLines(sprintf(
  '{"source": "R %s, seed 385",\n "case": [%s],\n "crp": [%s],\n "male": [%s],\n "smoking": [%s],\n "crpAll": [%s],\n "crpCases": [%s],\n "crpControls": [%s],\n "smdCrp": %s,\n "smdMale": %s,\n "smdSmoking": %s}',
  getRversion(), paste(case, collapse = ", "), paste(missing(crp), collapse = ", "), paste(male, collapse = ", "), paste(missing(smoking), collapse = ", "),
  number(summary_of(crp)), number(summary_of(crp[case == 1])), number(summary_of(crp[case == 0])), number(numeric_smd(crp)), number(level_smd(male, 0:1)), number(level_smd(smoking, 0:2))),
  file.path(out, "baseline.json"))
