import Experiments

/// A page of samples.
package struct SamplePage: Sendable {
  package var samples: [SampleRecord] = []
  /// The last sample that was looked at.
  package var last: SampleKey?
  /// The same, where there is more behind it.
  package var next: SampleKey?
  /// How many were looked at.
  package var examined = 0
}
