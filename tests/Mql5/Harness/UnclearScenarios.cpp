// Answers that say nothing, crashes, history that comes late, journals that are gone: never twice, and never silent.
#include "Desk.hpp"
#include <unistd.h>

static void LostAnswerIsFound()
{
   Desk desk;
   long sequence = 0;
   for(uint code : {10011u, 10012u, 10031u, 10023u, 0u})
   {
      broker.answers = {{"lose", code, 0}};
      desk.Take(++sequence, Buy);
      ExpectIs(Kind(desk.Until(sequence)), std::string("FILLED"), "kind after " + std::to_string(code));
      ExpectIs(DealsOf(sequence), 1, "deals");
      ExpectIs(desk.Reports(sequence, "UNKNOWN"), 0, "found at once, so never unknown");
   }
   ExpectIs(broker.requests, sequence, "requests");
}

static void LostAnswerAndLateHistory()
{
   Desk desk;
   broker.hidesLive = true;
   broker.hiddenAfter = 999;
   broker.answers = {{"lose", 10012, 0}};
   desk.Take(1, Buy);
   desk.Run(5000);
   ExpectIs(desk.Reports(1, "UNKNOWN"), 1, "told as unknown, once");
   broker.hiddenAfter = LONG_MAX;
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "found when history comes");
   ExpectIs(DealsOf(1), 1, "deals");
}

static void NothingDoneIsNone()
{
   Desk desk;
   broker.answers = {{"refuse", 10012, 0}};
   desk.Take(1, Buy);
   ExpectIs(Kind(desk.Until(1)), std::string("NONE"), "proven");
   ExpectIs(desk.Reports(1, "UNKNOWN"), 1, "told as unknown before");
   ExpectIs(broker.requests, 1L, "requests");
   ExpectIs(desk.Take(1, Buy), TAKE_KNOWN, "it is final");
   ExpectIs(desk.Take(2, Buy), TAKE_TAKEN, "the next one");
}

static void NothingIsProvenOffline()
{
   Desk desk;
   broker.answers = {{"refuse", 10031, 0}};
   desk.Take(1, Buy);
   desk.Run(100);
   broker.isConnected = false;
   desk.Run(120000);
   ExpectIs(desk.Reports(1, "NONE"), 0, "without the trade server nothing is proven");
   broker.isConnected = true;
   ExpectIs(Kind(desk.Until(1)), std::string("NONE"), "with it");
}

static void DoneButHistoryLate()
{
   Desk desk;
   broker.hiddenAfter = 999;
   broker.answers = {{"silent", 0, 0}};
   desk.Take(1, Buy);
   desk.Run(3000);
   ExpectIs(desk.Report(1), std::string(""), "nothing is told before the facts are there");
   broker.hiddenAfter = LONG_MAX;
   std::string report = desk.Until(1);
   ExpectIs(Kind(report), std::string("FILLED"), "kind");
   Expect(Part(report, 3) != "0" && Part(report, 4) != "0", "with the tickets that the answer had not");
}

static void CommentsAreChanged()
{
   Desk desk;
   broker.eatsComments = true;
   broker.answers = {{"lose", 10012, 0}};
   desk.Take(1, Buy);
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "the magic decides");
}

static void ModifyLostIsFound()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   broker.answers = {{"lose", 10012, 0}, {"refuse", 10012, 0}};
   desk.Take(2, "EURUSD|MODIFY#1|0.00|0.00000|1.08000|0.00000");
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "as it shall be");
   desk.Take(3, "EURUSD|MODIFY#1|0.00|0.00000|1.08100|0.00000");
   ExpectIs(Kind(desk.Until(3)), std::string("NONE"), "as it was");
}

static void CloseLostIsFound()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   broker.answers = {{"lose", 10012, 0}};
   desk.Take(2, "EURUSD|CLOSE#1|0.10|0.00000|0.00000|0.00000");
   ExpectIs(Kind(desk.Until(2)), std::string("FILLED"), "kind");
   ExpectIs(DealsOf(2), 1, "deals");
   ExpectIs(ArraySize(desk.guard.watches), 0, "nothing is watched any more");
}

// As after a crash between the journal and the trade server: an order without an outcome, and nobody knows more.
static void NeverSentIsRolledBack()
{
   {
      Desk desk;
      desk.Take(1, Buy);
      desk.Until(1);
      desk.Take(2, Buy);
      desk.Take(3, "EURUSD|MODIFY#1|0.00|0.00000|1.08000|0.00000");
   }
   Desk desk;
   ExpectIs(desk.Last(), 3L, "before the look");
   desk.Run(1000);
   ExpectIs(desk.Last(), 3L, "not before history stands still");
   desk.Run(5000);
   Expect(desk.isRecovered, "recovered");
   ExpectIs(desk.Last(), 1L, "both are given back");
   ExpectIs(desk.Take(2, Buy), TAKE_TAKEN, "taken again");
   ExpectIs(Kind(desk.Until(2)), std::string("FILLED"), "and done");
   ExpectIs(DealsOf(2), 1, "once");
}

// Of two open orders the later was sent: the earlier cannot be given back, so it has its end.
static void OnlyTheLastIsRolledBack()
{
   {
      Desk desk;
      desk.Take(1, Buy);
      desk.Take(2, Buy);
      MqlTradeRequest request = {};
      MqlTradeResult result = {};
      request.action = TRADE_ACTION_DEAL;
      request.symbol = "EURUSD";
      request.volume = 0.1;
      request.magic = (ulong)MagicFor(2);
      OrderSend(request, result);
   }
   Desk desk;
   desk.Run(6000);
   ExpectIs(desk.Last(), 2L, "the sequence");
   ExpectIs(Kind(desk.Report(2)), std::string("FILLED"), "the second");
   ExpectIs(Kind(desk.Report(1)), std::string("NONE"), "the first");
}

// As after a crash between the trade server and the report, with history that comes two seconds after the connection.
static void SentIsNotRepeated()
{
   {
      Desk desk;
      broker.answers = {{"lose", 10012, 0}};
      desk.Take(1, Buy);
      desk.executor.Step(desk.guard, desk.Now(), desk.Now());
      ExpectIs(DealsOf(1), 1, "done");
   }
   Desk desk;
   broker.isConnected = false;
   broker.hidesLive = true;
   broker.hiddenAfter = 0;
   desk.Run(10000);
   Expect(!desk.isRecovered, "not without a connection");
   broker.isConnected = true;
   desk.Run(2000);
   Expect(!desk.isRecovered, "not before history stands still");
   broker.hiddenAfter = LONG_MAX;
   desk.Run(5000);
   ExpectIs(Kind(desk.Report(1)), std::string("FILLED"), "kind");
   ExpectIs(desk.Last(), 1L, "the sequence is kept");
   ExpectIs(DealsOf(1), 1, "deals");
}

static void LostJournalIsAdopted()
{
   {
      Desk desk;
      desk.Take(1, Buy);
      desk.Until(1);
      desk.Take(2, "EURUSD|BUY_LIMIT|0.10|1.08000|1.07000|1.09000");
      desk.Until(2);
   }
   unlink((world.sandbox + "/journal.a").c_str());
   unlink((world.sandbox + "/journal.b").c_str());
   Desk desk;
   desk.guard.Commit(string::Of("L|" + Desk::Sub + "|5\nA|" + Desk::Sub + "|0|5"));
   desk.Run(6000);
   ExpectIs(Kind(desk.Report(1)), std::string("FILLED"), "the position is told");
   ExpectIs(Kind(desk.Report(2)), std::string("PLACED"), "the pending order is told");
   ExpectIs(ArraySize(desk.guard.watches), 2, "both are watched");
   ExpectIs(desk.Take(5, Buy), TAKE_KNOWN, "nothing of before is taken");
   ExpectIs(desk.Take(6, "EURUSD|CLOSE#1|0.10|0.00000|0.00000|0.00000"), TAKE_TAKEN, "the next one");
   ExpectIs(Kind(desk.Until(6)), std::string("FILLED"), "closes what another journal opened");
}

// At the time of the look the trade server has done a part of it: all of it is told, when it is done.
static void WhatIsBeingDoneIsAdopted()
{
   {
      Desk desk;
      desk.Take(1, Buy);
      desk.Until(1);
   }
   unlink((world.sandbox + "/journal.a").c_str());
   unlink((world.sandbox + "/journal.b").c_str());
   BrokerOrder &order = broker.orders.begin()->second;
   order.isLive = true;
   Desk desk;
   desk.guard.Commit(string::Of("L|" + Desk::Sub + "|1\nA|" + Desk::Sub + "|0|1"));
   desk.Run(10000);
   ExpectIs(desk.Report(1), std::string(""), "not before it is done");
   order.isLive = false;
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "the position is told");
   ExpectIs(ArraySize(desk.guard.watches), 1, "it is watched");
}

// The sequence went back (a copied journal): the magic is there already, so nothing is sent.
static void OldJournalDoesNotRepeat()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   desk.guard.Commit(string::Of("L|" + Desk::Sub + "|0"));
   ExpectIs(desk.Take(1, Buy), TAKE_TAKEN, "taken once more");
   desk.Run(5000);
   ExpectIs(DealsOf(1), 1, "deals");
   ExpectIs(desk.Reports(1, "FILLED"), 2, "told once more");
}

static void AskedIsAnswered()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   desk.guard.Commit(string::Of("F|" + std::to_string(desk.guard.reports[0].number)));
   desk.executor.Ask(string::Of(Desk::Sub), 1);
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "what was confirmed is looked up again");
   desk.executor.Ask(string::Of(Desk::Sub), 2);
   ExpectIs(Kind(desk.Until(2)), std::string("NONE"), "what never came");
   ExpectIs(desk.Take(2, Buy), TAKE_KNOWN, "is final");
   ExpectIs(desk.Take(3, Buy), TAKE_TAKEN, "the next one");
}

std::vector<Scenario> UnclearScenarios()
{
   return {{"lost-answer-is-found", LostAnswerIsFound},
           {"lost-answer-and-late-history", LostAnswerAndLateHistory},
           {"nothing-done-is-none", NothingDoneIsNone},
           {"nothing-is-proven-offline", NothingIsProvenOffline},
           {"done-but-history-late", DoneButHistoryLate},
           {"comments-are-changed", CommentsAreChanged},
           {"modify-lost-is-found", ModifyLostIsFound},
           {"close-lost-is-found", CloseLostIsFound},
           {"never-sent-is-rolled-back", NeverSentIsRolledBack},
           {"only-the-last-is-rolled-back", OnlyTheLastIsRolledBack},
           {"sent-is-not-repeated", SentIsNotRepeated},
           {"lost-journal-is-adopted", LostJournalIsAdopted},
           {"what-is-being-done-is-adopted", WhatIsBeingDoneIsAdopted},
           {"old-journal-does-not-repeat", OldJournalDoesNotRepeat},
           {"asked-is-answered", AskedIsAnswered}};
}
