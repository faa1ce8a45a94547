"""The clinical and fusion side of our pipeline as one would write it in Python, done properly: pipeline.py TABLE.csv

70/15/15 split; preprocessing fitted inside each fold; five folds of ten epochs of our clinical network in two processes of one thread, the best epoch
chosen by validation loss; XGBoost on features and clinical score; Platt scaling on validation; 200 bootstrap samples of AUROC, AUPRC and Brier on test;
TreeSHAP; decision curves. Timed whole, from outside. Its figures come last, to be compared with ours.
"""
import multiprocessing
import sys
import warnings

import numpy as np
import pandas as pd
import torch
import xgboost
from scipy.special import logit
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from torch.nn import functional as F

import networks

warnings.filterwarnings("ignore")
NUMBERS = ["Age", "ESR", "CRP", "RF", "Anti-CCP", "C3", "C4"]
LEVELS = ["Gender", "HLA-B27", "ANA", "Anti-Ro", "Anti-La", "Anti-dsDNA", "Anti-Sm"]
FOLDS, PROCESSES, EPOCHS, BATCH, DRAWS, SEED = 5, 2, 10, 64, 200, 42


def preprocessor():
    return ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), NUMBERS),
        ("levels", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), LEVELS)])


def train_fold(fold):
    """Inherited by the forked process: nothing but the scores is sent back."""
    learn, held_out = splits[fold]
    prepare = preprocessor().fit(table.iloc[train[learn]])
    features = lambda rows: torch.from_numpy(np.ascontiguousarray(prepare.transform(table.iloc[rows]), dtype=np.float32))
    inputs, labels = features(train[learn]), torch.from_numpy(y[train[learn]]).float()
    chosen_by, chosen_labels = features(validation), torch.from_numpy(y[validation]).float()
    balance = torch.tensor(len(labels) / (2.0 * np.bincount(y[train[learn]])), dtype=torch.float32)
    torch.manual_seed(fold)
    network = networks.clinical(inputs.shape[1])
    optimizer = networks.adam(network, 1e-3)
    best, weights = float("inf"), None
    for _ in range(EPOCHS):
        networks.train_epoch(network, optimizer, inputs, labels, balance[labels.long()], BATCH)
        network.eval()
        with torch.no_grad():
            loss = F.binary_cross_entropy_with_logits(network(chosen_by)[:, 0], chosen_labels, balance[chosen_labels.long()]).item()
        if loss < best:
            best, weights = loss, {name: tensor.clone() for name, tensor in network.state_dict().items()}
    network.load_state_dict(weights)
    network.eval()
    with torch.no_grad():
        score = lambda rows: torch.sigmoid(network(features(rows)))[:, 0].numpy().astype(float)
        return held_out, score(train[held_out]), score(validation), score(test)


def clinical_scores():
    out_of_fold, on_validation, on_test = np.zeros(len(train)), np.zeros(len(validation)), np.zeros(len(test))
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        for held_out, *scores in pool.map(train_fold, range(FOLDS), chunksize=1):
            out_of_fold[held_out] = scores[0]
            on_validation += scores[1] / FOLDS
            on_test += scores[2] / FOLDS
    return out_of_fold, on_validation, on_test


def fuse(scores):
    levels = {"Positive": 1.0, "Negative": 0.0, "Male": 1.0, "Female": 0.0}
    features = pd.DataFrame({name: table[name].astype(float) for name in NUMBERS} | {name: table[name].map(levels) for name in LEVELS})
    matrix = lambda rows, score: xgboost.DMatrix(features.iloc[rows].assign(clinical=score), y[rows], nthread=1)
    learn, choose, ask = (matrix(rows, score) for rows, score in zip((train, validation, test), scores))
    booster = xgboost.train(
        {"objective": "binary:logistic", "max_depth": 3, "eta": 0.1, "nthread": 1, "tree_method": "hist"}, learn, 100)
    return booster.predict(choose), booster.predict(ask), booster.predict(ask, pred_contribs=True)


def platt(on_validation, on_test):
    logits = lambda p: logit(np.clip(p, 1e-6, 1 - 1e-6)).reshape(-1, 1)
    return LogisticRegression(C=1e6).fit(logits(on_validation), y[validation]).predict_proba(logits(on_test))[:, 1]


def figures(labels, probability):
    return (roc_auc_score(labels, probability), average_precision_score(labels, probability), brier_score_loss(labels, probability))


def intervals(labels, models):
    random, values = np.random.default_rng(7), {name: [] for name in models}
    for _ in range(DRAWS):
        rows = random.integers(0, len(labels), len(labels))
        for name, probability in models.items():
            values[name].append(figures(labels[rows], probability[rows]))
    return {name: np.percentile(drawn, [2.5, 97.5], axis=0) for name, drawn in values.items()}


def decision_curve(labels, probability, thresholds):
    return [((probability >= t) & (labels == 1)).mean() - ((probability >= t) & (labels == 0)).mean() * t / (1 - t) for t in thresholds]


torch.set_num_threads(1)
table = pd.read_csv(sys.argv[1])
y = (table["Disease"] == "Ankylosing Spondylitis").to_numpy().astype(np.int64)
train, rest = train_test_split(np.arange(len(table)), test_size=0.30, stratify=y, random_state=SEED)
validation, test = train_test_split(rest, test_size=0.50, stratify=y[rest], random_state=SEED)
splits = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(train, y[train]))

clinical = clinical_scores()
fused_validation, fused_test, contributions = fuse(clinical)
models = {"clinical": platt(clinical[1], clinical[2]), "fusion": platt(fused_validation, fused_test)}
bounds = intervals(y[test], models)
curves = {name: decision_curve(y[test], probability, np.linspace(0.01, 0.99, 99)) for name, probability in models.items()}
assert contributions.shape == (len(test), 16)
for name, probability in models.items():
    print(name, *(f"{word} {value:.4f} ({low:.4f}-{high:.4f})" for word, value, low, high in zip(
        ("AUROC", "AUPRC", "Brier"), figures(y[test], probability), *bounds[name])), f"net benefit at 0.2 {curves[name][19]:.4f}")
