/**
 * Places of points on a plane, -1 to 1: the first two principal components, by power iteration. Same points, same map.
 */
export function principalPlaces(points: Float32Array, dimension: number): {x: number; y: number}[] {
  const count = points.length / dimension;
  const centred = centre(points, dimension);
  const first = component(centred, dimension, null);
  const second = component(centred, dimension, first);
  const x = spread(project(centred, dimension, first));
  const y = spread(project(centred, dimension, second));
  return Array.from({length: count}, (_, i) => ({x: x[i]!, y: y[i]!}));
}

const rounds = 60;

function centre(points: Float32Array, dimension: number): Float64Array {
  const count = points.length / dimension;
  const mean = new Float64Array(dimension);
  for (let i = 0; i < points.length; i++) mean[i % dimension]! += points[i]! / count;
  return Float64Array.from(points, (value, i) => value - mean[i % dimension]!);
}

/** The direction of most variance, at a right angle to another where one is given. */
function component(points: Float64Array, dimension: number, other: Float64Array | null): Float64Array {
  let direction = Float64Array.from({length: dimension}, (_, i) => Math.cos(i * 1.7 + (other === null ? 0 : 1)));
  for (let round = 0; round < rounds; round++) {
    const along = project(points, dimension, direction);
    const next = new Float64Array(dimension);
    for (let i = 0; i < points.length; i++) next[i % dimension]! += along[Math.floor(i / dimension)]! * points[i]!;
    if (other !== null) {
      const shared = dot(next, other);
      for (let i = 0; i < dimension; i++) next[i]! -= shared * other[i]!;
    }
    const length = Math.sqrt(dot(next, next));
    if (length < 1e-12) break;
    direction = next.map((value) => value / length);
  }
  return direction;
}

function project(points: Float64Array, dimension: number, direction: Float64Array): Float64Array {
  return Float64Array.from({length: points.length / dimension}, (_, row) => {
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += points[row * dimension + i]! * direction[i]!;
    return sum;
  });
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

export function spread(values: Float64Array): Float64Array {
  const most = values.reduce((top, value) => Math.max(top, Math.abs(value)), 0) || 1;
  return values.map((value) => value / most);
}
