/**
 * Ancestral sampling of masked diffusion: an open cell is decided with probability (t - s) / t, decided cells stay, and
 * what is left at the end takes its likeliest token. Source: MDLM (Sahoo et al. 2024), kuleshov-group/mdlm diffusion.py,
 * `_ddpm_caching_update` and noise removal. Published samples are drawn at temperature 1.
 */
import { stateless, withToken } from './policy';
import { times } from './schedule';

const EPS = 1e-5;

export const ancestralPolicy = stateless(
  (view) => {
    if (view.passesLeft === 1) return view.open.map((candidate) => withToken(candidate, candidate.likeliest));
    const { t, s } = times(view, EPS, view.passes - 1);
    return view.open.filter(() => view.random() < (t - s) / t);
  },
  { whole: 'drawn', passes: (opened) => opened + 1 },
);
