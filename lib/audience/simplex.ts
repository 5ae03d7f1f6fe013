// A small dense simplex, for bounds on counts: few rows, many columns of zeros and ones.

const EPSILON = 1e-9;

/** The rows of a linear programme in a basis; the last column is the right side. */
class Tableau {
  readonly rows: Float64Array[];
  readonly basis: number[];

  constructor(
    matrix: readonly (readonly number[])[],
    right: readonly number[],
    private readonly columns: number,
  ) {
    const m = matrix.length;
    this.rows = matrix.map((row, i) => {
      const full = new Float64Array(columns + m + 1);
      full.set(row);
      full[columns + i] = 1;
      full[columns + m] = right[i] ?? 0;
      return full;
    });
    this.basis = matrix.map((_, i) => columns + i);
  }

  private pivot(cost: Float64Array, row: number, column: number): void {
    const pivotRow = this.rows[row] as Float64Array;
    const by = pivotRow[column] ?? 1;
    for (let j = 0; j < pivotRow.length; j++) pivotRow[j] = (pivotRow[j] ?? 0) / by;
    for (const other of [...this.rows, cost]) {
      const factor = other[column] ?? 0;
      if (other === pivotRow || factor === 0) continue;
      for (let j = 0; j < other.length; j++) other[j] = (other[j] ?? 0) - factor * (pivotRow[j] ?? 0);
    }
    this.basis[row] = column;
  }

  /** Takes the helpers of the first phase out of the basis; rows that say nothing new go. */
  withoutHelpers(): void {
    const none = new Float64Array(this.rows[0]?.length ?? 0);
    for (let i = this.rows.length - 1; i >= 0; i--) {
      if ((this.basis[i] ?? 0) < this.columns) continue;
      const column = this.rows[i]?.findIndex((entry, j) => j < this.columns && Math.abs(entry) > 1e-7) ?? -1;
      if (column >= 0) this.pivot(none, i, column);
      else {
        this.rows.splice(i, 1);
        this.basis.splice(i, 1);
      }
    }
  }

  /** The row that limits a column first; of equals the one of the lowest variable, so that nothing circles. */
  private leaving(column: number): number {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, row] of this.rows.entries()) {
      const entry = row[column] ?? 0;
      if (entry <= EPSILON) continue;
      const ratio = (row[row.length - 1] ?? 0) / entry;
      const tied =
        best >= 0 && Math.abs(ratio - least) <= EPSILON && (this.basis[i] ?? 0) < (this.basis[best] ?? 0);
      if (ratio < least - EPSILON || tied) {
        least = Math.min(least, ratio);
        best = i;
      }
    }
    return best;
  }

  /** Lowers a cost as far as it goes. Null: no end, or too many steps. */
  minimum(costs: readonly number[], steps: number): number | null {
    const cost = new Float64Array(this.rows[0]?.length ?? 1);
    cost.set(costs);
    for (const [i, row] of this.rows.entries()) {
      const factor = costs[this.basis[i] ?? 0] ?? 0;
      if (factor !== 0)
        for (let j = 0; j < cost.length; j++) cost[j] = (cost[j] ?? 0) - factor * (row[j] ?? 0);
    }
    for (let step = 0; step < steps; step++) {
      const column = this.entering(cost, step > steps / 4);
      if (column < 0) return -(cost[cost.length - 1] ?? 0);
      const row = this.leaving(column);
      if (row < 0) return null;
      this.pivot(cost, row, column);
    }
    return null;
  }

  private entering(cost: Float64Array, first: boolean): number {
    let best = -1;
    for (let j = 0; j < this.columns; j++) {
      if ((cost[j] ?? 0) >= -EPSILON || (best >= 0 && (cost[j] ?? 0) >= (cost[best] ?? 0))) continue;
      best = j;
      if (first) break;
    }
    return best;
  }
}

/**
 * The least and the greatest value of `aim` · x over x ≥ 0 with matrix · x = right (right ≥ 0). An end without bound is
 * null, as is one that would take more than `steps` steps; the whole is null when there is no such x.
 */
export function extremes(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
  aim: readonly number[],
  steps: number,
): { low: number | null; high: number | null } | null {
  const scale = Math.max(1, ...right);
  const columns = aim.length;
  const tableau = new Tableau(
    matrix,
    right.map((value) => value / scale),
    columns,
  );
  const missing = tableau.minimum([...aim.map(() => 0), ...matrix.map(() => 1)], steps);
  if (missing === null || missing > 1e-7) return null;
  tableau.withoutHelpers();
  const low = tableau.minimum(aim, steps);
  const high = tableau.minimum(
    aim.map((value) => -value),
    steps,
  );
  return { low: low === null ? null : low * scale, high: high === null ? null : -high * scale };
}
