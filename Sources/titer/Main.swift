import ArgumentParser
import Corpora
import Experiments
import Foundation

/// Runs the command that is named and turns what goes wrong into a message and an exit status.
@main
enum Main {
  static func main() async {
    do {
      var command = try Titer.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as SettingsError {
      Console.complain(error.message)
      exit(ExitStatus.usage.rawValue)
    } catch let error as PromptFileError {
      Console.complain(error.message)
      exit(ExitStatus.usage.rawValue)
    } catch let error as RecordingError {
      Console.complain(error.description)
      exit(ExitStatus.usage.rawValue)
    } catch let error as CorpusError where error.isMistakeOfUsage {
      Console.complain(error.message)
      exit(ExitStatus.usage.rawValue)
    } catch {
      leave(with: error)
    }
  }

  private static func leave(with error: any Error) -> Never {
    let message = Titer.fullMessage(for: error)
    switch Titer.exitCode(for: error) {
    case .success:
      if !message.isEmpty { print(message) }
      exit(ExitStatus.done.rawValue)
    case .validationFailure:
      Console.write(message + "\n")
      exit(ExitStatus.usage.rawValue)
    case let code:
      if !(error is ExitCode) { Console.complain(String(describing: error)) }
      exit(code.rawValue)
    }
  }
}
