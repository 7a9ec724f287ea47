import GRDB
import Foundation

/// Does to a ledger what Titer never does.
enum DashboardLedger {
  static func execute(_ sql: String, in url: URL) throws {
    let database = try DatabaseQueue(path: url.path)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
  }
}
