"""Theirs: `tsne_peer.py openTSNE|sklearn POINTS.npy MAP.npy` lays points out and prints the seconds that took as JSON."""
import json
import sys
import time

import numpy as np

THREADS = 2

name, points_file, map_file = sys.argv[1:]
points = np.load(points_file)
start = time.perf_counter()
if name == "openTSNE":
    import openTSNE

    version = openTSNE.__version__
    layout = np.asarray(openTSNE.TSNE(perplexity=30, n_jobs=THREADS, random_state=0).fit(points))
else:
    import sklearn
    from sklearn.manifold import TSNE

    version = sklearn.__version__
    # Its gradient has the factor 4 that openTSNE's learning rate leaves out.
    rate = len(points) / 12 / 4
    settings = dict(perplexity=30, early_exaggeration=12, learning_rate=rate, n_iter=750, init="pca")
    layout = TSNE(**settings, n_jobs=THREADS, random_state=0).fit_transform(points)
seconds = time.perf_counter() - start
np.save(map_file, layout.astype(np.float32))
print(json.dumps({"seconds": seconds, "version": version}))
