# Reference values of BCa, DeLong and Wilson intervals, and of the variance of an AUROC of clustered rows, made with R. Writes bca.json and intervals.json.
#   Rscript tests/Oracles/intervals.R tests/Oracles          (Debian: r-base-core r-cran-boot r-cran-proc)
# The law school data are those of Efron and Tibshirani, An Introduction to the Bootstrap, 1993, table 3.1.
library(boot)
suppressMessages(library(pROC))
out <- commandArgs(trailingOnly = TRUE)[1]
number <- function(x) paste(trimws(formatC(x, digits = 17, format = "g")), collapse = ", ")

lsat <- c(576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594)
gpa <- c(3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96)
law <- cbind(lsat, gpa)
correlation <- function(data, i) cor(data[i, 1], data[i, 2])

set.seed(1993)
drawn <- boot(law, correlation, R = 1999)
estimate <- drawn$t0
# As bcanon of the package bootstrap has it (Efron and Tibshirani, equations 14.10, 14.14, 14.15).
leftOut <- sapply(1:15, function(i) correlation(law, (1:15)[-i]))
uu <- mean(leftOut) - leftOut
acceleration <- sum(uu^3) / (6 * sum(uu^2)^1.5)
z0 <- qnorm(mean(drawn$t < estimate))
z <- qnorm(c(0.025, 0.975))
levels <- pnorm(z0 + (z0 + z) / (1 - acceleration * (z0 + z)))
# boot.ci with the same influence values: its own levels, its own interpolation between draws.
byBoot <- boot.ci(drawn, type = "bca", L = uu)$bca
writeLines(sprintf(
  '{"source": "R %s, boot %s, seed 1993, 1999 draws; law school data, correlation of LSAT and GPA",\n "estimate": %s,\n "leftOut": [%s],\n "acceleration": %s,\n "biasCorrection": %s,\n "levels": [%s],\n "interval": [%s],\n "bootCi": [%s],\n "bootCiOrders": [%s],\n "draws": [%s]}',
  getRversion(), packageVersion("boot"), number(estimate), number(leftOut), number(acceleration), number(z0), number(levels),
  number(quantile(drawn$t, levels, type = 7, names = FALSE)), number(byBoot[4:5]), number(byBoot[2:3]), number(drawn$t)), file.path(out, "bca.json"))

# DeLong with pROC, on a score with ties, and Wilson with prop.test.
set.seed(7)
label <- rep(0:1, c(40, 22))
first <- round(rnorm(62) + label, 1)
second <- round(rnorm(62) + 0.5 * label, 1)
a <- roc(label, first, quiet = TRUE, direction = "<")
b <- roc(label, second, quiet = TRUE, direction = "<")
test <- roc.test(a, b, method = "delong", paired = TRUE)
wilson <- sapply(list(c(0, 12), c(5, 12), c(12, 12), c(318, 1813)), function(x) prop.test(x[1], x[2], correct = FALSE)$conf.int)
half <- qnorm(0.975) * sqrt(var(a)) / (auc(a) * (1 - auc(a)))

# Several rows per patient: Obuchowski 1997, written out pair by pair. Patients of 1 to 3 rows, some with both outcomes.
patient <- rep(0:31, times = rep(1:3, length.out = 32))[1:62]
obuchowski <- function(score, other = score, patient) {
  wins <- function(s) outer(s[label == 1], s[label == 0], function(x, y) (x > y) + (x == y) / 2)
  m <- sum(label == 1); n <- sum(label == 0)
  deviations <- function(s) {
    psi <- wins(s); theta <- mean(psi)
    x <- tapply(rowMeans(psi) - theta, factor(patient[label == 1], levels = 0:max(patient)), sum)
    y <- tapply(colMeans(psi) - theta, factor(patient[label == 0], levels = 0:max(patient)), sum)
    x[is.na(x)] <- 0; y[is.na(y)] <- 0
    list(x = x, y = y)
  }
  p <- deviations(score); q <- deviations(other)
  cases <- length(unique(patient[label == 1])); controls <- length(unique(patient[label == 0])); all <- length(unique(patient))
  cases / (cases - 1) * sum(p$x * q$x) / m^2 + controls / (controls - 1) * sum(p$y * q$y) / n^2 +
    all / (all - 1) * (sum(p$x * q$y) + sum(p$y * q$x)) / (m * n)
}
stopifnot(abs(obuchowski(first, patient = 0:61) - var(a)) < 1e-12) # one row each: DeLong
# Logistic recalibration of the score, read as log-odds.
line <- glm(label ~ first, family = binomial, control = list(epsilon = 1e-14, maxit = 100))
large <- glm(label ~ 1, offset = first, family = binomial, control = list(epsilon = 1e-14, maxit = 100))
calibration <- c(coef(line), coef(large), vcov(line)[c(1, 4, 2)], vcov(large))
writeLines(sprintf(
  '{"source": "R %s, pROC %s",\n "label": [%s],\n "first": [%s],\n "second": [%s],\n "auc": [%s],\n "variance": [%s],\n "waldFirst": [%s],\n "logitFirst": [%s],\n "z": %s,\n "p": %s,\n "patient": [%s],\n "clusteredVariance": [%s],\n "clusteredCovariance": %s,\n "calibration": [%s],\n "wilsonOf": [[0, 12], [5, 12], [12, 12], [318, 1813]],\n "wilson": [%s]}',
  getRversion(), packageVersion("pROC"), paste(label, collapse = ", "), number(first), number(second), number(c(auc(a), auc(b))),
  number(c(var(a), var(b))), number(ci.auc(a)[c(1, 3)]), number(plogis(qlogis(auc(a)) + c(-half, half))), number(unname(test$statistic)),
  number(test$p.value), paste(patient, collapse = ", "), number(c(obuchowski(first, patient = patient), obuchowski(second, patient = patient))),
  number(obuchowski(first, second, patient)),
  number(unname(calibration)), number(as.vector(wilson))), file.path(out, "intervals.json"))
