import Environments
import Experiments

/// What one sample of a run is found by.
package struct SampleKey: Sendable, Hashable {
  package var stageID: String
  package var step: Int
  package var context: Context
  package var isCueHeldOut: Bool
  package var index: Int

  package init(stageID: String, step: Int, context: Context, isCueHeldOut: Bool, index: Int) {
    self.stageID = stageID
    self.step = step
    self.context = context
    self.isCueHeldOut = isCueHeldOut
    self.index = index
  }

  package init(_ sample: SampleRecord) {
    self.init(
      stageID: sample.stageID, step: sample.step, context: sample.context, isCueHeldOut: sample.heldOutCue,
      index: sample.sampleIndex)
  }

  /// Reads a key as addresses have it; `nil` where it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let step = Int(parts[1]), let context = Context(rawValue: parts[2]),
      let index = Int(parts[4]), ["0", "1"].contains(parts[3])
    else { return nil }
    stageID = parts[0]
    self.step = step
    self.context = context
    isCueHeldOut = parts[3] == "1"
    self.index = index
  }

  /// The key as addresses have it.
  package var text: String { "\(stageID)~\(step)~\(context.rawValue)~\(isCueHeldOut ? 1 : 0)~\(index)" }
}
