import Dispatch
import Experiments
import Foundation

/// Turns ^C and SIGTERM into a request to stop after the step at hand. The second ^C ends the process as usual.
final class Interruption {
  let request = StopRequest()
  private let sources: [any DispatchSourceSignal]

  init() {
    let request = request
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        request.stop()
        Console.write("\nstopping after this step; once more stops at once\n")
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
  }
}
