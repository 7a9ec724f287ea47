#if canImport(Accelerate)
  import Accelerate
#else
  import COpenBLAS
#endif

/// Matrix products by the system's BLAS, each on the calling thread alone: the engine divides work among its own
/// threads (`WorkerPool`), so that results do not depend on how many there are.
package enum MatrixProduct {
  /// Tells OpenBLAS once not to start threads of its own.
  private static let singleThreaded: Void = {
    #if !canImport(Accelerate)
      openblas_set_num_threads(1)
    #endif
  }()

  /// Prepares the library; the first product of a process does this too.
  package static func prepare() {
    _ = singleThreaded
  }

  /// `result = alpha · left · right + beta · result`.
  ///
  /// - Parameters:
  ///   - left: `[m, k]`.
  ///   - right: `[k, n]`.
  ///   - result: `[m, n]`, row-major; not read where `beta` is zero.
  ///   - stride: floats from one row of the result to the next.
  package static func add(
    alpha: Float = 1, _ left: Matrix, _ right: Matrix, beta: Float = 0, to result: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    _ = singleThreaded
    assert(left.columns == right.rows)
    if left.rows == 0 || right.columns == 0 { return }
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans, right.isTransposed ? CblasTrans : CblasNoTrans,
      Int32(left.rows), Int32(right.columns), Int32(left.columns), alpha, left.address, Int32(left.stride),
      right.address, Int32(right.stride), beta, result, Int32(stride))
  }
}
