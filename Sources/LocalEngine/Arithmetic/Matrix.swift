/// A row-major matrix somewhere in memory, or its transpose, as an operand of a product. It owns nothing.
package struct Matrix {
  /// The first element.
  package var address: UnsafePointer<Float>
  /// Rows of the operand (after transposition).
  package var rows: Int
  /// Columns of the operand (after transposition).
  package var columns: Int
  /// Floats from one row in memory to the next.
  package var stride: Int
  /// Whether the operand is the transpose of what lies in memory.
  package var isTransposed: Bool

  /// Describes `rows` rows of `columns` floats, `stride` floats apart (by default without gaps).
  @inlinable
  package init(_ address: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
    self.address = address
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    isTransposed = false
  }

  /// The transpose of this matrix, without moving anything.
  @inlinable
  package var transposed: Matrix {
    var result = self
    (result.rows, result.columns) = (columns, rows)
    result.isTransposed.toggle()
    return result
  }
}
