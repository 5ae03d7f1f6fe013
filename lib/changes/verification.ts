import { z } from 'zod';
import { differingBounds } from './confidence';

/** What a verification was drawn from. */
export const verificationParams = z.object({
  jobId: z.string(),
  /** Confirmed rows of that change. */
  population: z.number().int().min(0),
  /** Rows drawn at random from these, null for all of them. */
  sample: z.number().int().min(1).nullable(),
  /** Draws the same sample again. */
  seed: z.string(),
});
export type VerificationParams = z.infer<typeof verificationParams>;

/** What a verification says of the whole change. Figures are rows. */
export type VerificationResult = {
  /** The change that was verified, and its confirmed rows. */
  of: string;
  population: number;
  /** Rows that were to be read, and those that were. */
  sample: number;
  read: number;
  matching: number;
  differing: number;
  /** All rows were to be read, not a sample. */
  full: boolean;
  /**
   * Rows of the population that match, from `low` to `high`, with 95 % confidence or more; equal when all were read. A row
   * that could not be read counts as differing below and as matching above.
   */
  low: number;
  high: number;
};

/** The result of a verification that has come to its end. */
export function verificationResult(job: {
  params: Record<string, unknown>;
  total: number;
  verified: number;
  differing: number;
}): VerificationResult {
  const { jobId, population, sample } = verificationParams.parse(job.params);
  const unread = job.total - job.verified - job.differing;
  const drawn = { population, sample: job.total };
  return {
    of: jobId,
    population,
    sample: job.total,
    read: job.verified + job.differing,
    matching: job.verified,
    differing: job.differing,
    full: sample === null,
    low: population - differingBounds({ ...drawn, differing: job.differing + unread }).high,
    high: population - differingBounds({ ...drawn, differing: job.differing }).low,
  };
}
