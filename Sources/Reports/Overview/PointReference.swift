import Experiments
import Probes

/// What lies behind a point of a curve: samples of a probe.
package struct PointReference: Sendable, Hashable {
  package var arm: String
  /// `nil` where an arm has one probed stage only.
  package var kind: StageKind?
  /// The steps of the stage that the probed model had taken.
  package var step: Int
  /// `nil` for all contexts.
  package var cell: ProbeCell?
  /// The names of the probes; empty for all.
  package var probes: [String] = []
}
