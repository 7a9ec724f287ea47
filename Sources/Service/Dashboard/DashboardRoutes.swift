import Foundation
import Hummingbird

/// The pages about runs.
public struct DashboardRoutes: Sendable {
  private let runs: URL

  /// - Parameter runs: the directory in which the runs lie.
  public init(runs: URL) {
    self.runs = runs
  }

  /// Adds the pages.
  func add(to router: Router<ServiceContext>) {
    router.get("/") { _, _ in "titer" }
  }
}
