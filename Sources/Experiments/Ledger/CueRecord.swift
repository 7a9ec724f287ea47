import Environments
import GRDB

/// A cue of the experiment's suite.
public struct CueRecord: Sendable, Hashable, Codable, Identifiable, FetchableRecord, PersistableRecord {
  public static let databaseTableName = "cue"

  public var id: String
  public var context: Context
  public var category: String
  public var placement: Cue.Placement
  public var text: String
  public var isComplete: Bool
  public var isHeldOut: Bool

  /// Records a cue.
  public init(_ cue: Cue) {
    id = cue.id
    context = cue.context
    category = cue.category
    placement = cue.placement
    text = cue.text
    isComplete = cue.isComplete
    isHeldOut = cue.isHeldOut
  }

  /// The cue itself.
  public var cue: Cue {
    Cue(
      id: id, context: context, category: category, placement: placement, text: text, isComplete: isComplete,
      isHeldOut: isHeldOut)
  }
}
