// Orders that go as they should, and those that the server or the terminal plainly refuses.
#include "Desk.hpp"

static BrokerPosition OnlyPosition()
{
   Expect(broker.positions.size() == 1, "there is one position");
   return broker.positions.empty() ? BrokerPosition() : broker.positions.begin()->second;
}

static void FillsAtMarket()
{
   Desk desk;
   desk.Take(1, Buy);
   std::string report = desk.Until(1);
   BrokerPosition position = OnlyPosition();
   ExpectIs(Kind(report), std::string("FILLED"), "kind");
   ExpectIs(Part(report, 1), std::string("10009"), "return code");
   ExpectIs(Part(report, 5), std::string("0.10"), "volume");
   ExpectIs(Part(report, 6), std::string("1.08345"), "price");
   ExpectIs(Part(report, 8), std::string("-0.35"), "commission");
   ExpectIs(position.magic, MagicFor(1), "magic");
   ExpectIs(position.comment, CommentOf(string::Of(Desk::Sub), 1).Bytes(), "comment");
   ExpectIs(position.sl, 1.079, "stop loss");
   ExpectIs(ArraySize(desk.guard.watches), 1, "it is watched");
   long time = std::stol(Part(report, 10));
   Expect(time >= world.startMs - 1000 && time <= desk.Now() + 1000, "the time is the bridge's, not the server's");
}

static void ClosesInParts()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   broker.Quote("EURUSD", 1.08445, 1.08453);
   desk.Take(2, "EURUSD|CLOSE#1|0.04|0.00000|0.00000|0.00000");
   std::string report = desk.Until(2);
   ExpectIs(Kind(report), std::string("FILLED"), "kind");
   ExpectIs(Part(report, 7), std::string("4.00"), "profit");
   ExpectIs(desk.guard.watches[0].volume, 6L, "what is left");
   desk.Take(3, "EURUSD|CLOSE#1|9.00|0.00000|0.00000|0.00000");
   report = desk.Until(3);
   ExpectIs(Part(report, 5), std::string("0.06"), "never more than there is");
   ExpectIs((long)broker.positions.size(), 0L, "positions");
   ExpectIs(ArraySize(desk.guard.watches), 0, "nothing is watched any more");
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "CLOSED") + desk.Reports(1, "REDUCED"), 0, "what was ordered is not told twice");
   desk.Take(4, "EURUSD|CLOSE#1|0.01|0.00000|0.00000|0.00000");
   ExpectIs(Part(desk.Until(4), 2), std::string("NO_TARGET"), "a close of nothing");
}

static void NettingClosesByVolume()
{
   broker.isHedging = false;
   Desk desk;
   desk.Take(1, Buy);
   desk.Take(2, "EURUSD|BUY|0.20|1.08345|0.00000|0.00000");
   desk.Until(2);
   ExpectIs(OnlyPosition().volume, 0.3, "both in one position");
   desk.Take(3, "EURUSD|CLOSE#2|0.20|0.00000|0.00000|0.00000");
   ExpectIs(Kind(desk.Until(3)), std::string("FILLED"), "kind");
   Expect(std::fabs(OnlyPosition().volume - 0.1) < 0.001, "the other's is left");
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "CLOSED") + desk.Reports(1, "REDUCED"), 0, "the first has nothing to do with it");
   desk.Take(4, "EURUSD|CLOSE#1|0.50|0.00000|0.00000|0.00000");
   ExpectIs(Part(desk.Until(4), 5), std::string("0.10"), "no position to the other side is opened");
   ExpectIs((long)broker.positions.size(), 0L, "positions");
}

static void PendingPlacedModifiedCancelled()
{
   Desk desk;
   desk.Take(1, "EURUSD|BUY_LIMIT|0.10|1.08000|1.07000|1.09000");
   std::string report = desk.Until(1);
   ExpectIs(Kind(report), std::string("PLACED"), "kind");
   desk.Take(2, "EURUSD|MODIFY#1|0.00|1.08100|1.07100|1.09100");
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "modified");
   ExpectIs(broker.orders.begin()->second.price, 1.081, "price");
   desk.Take(3, "EURUSD|MODIFY#1|0.00|1.08100|1.07100|1.09100");
   ExpectIs(Part(desk.Until(3), 1), std::string("10025"), "modified as it is");
   desk.Take(4, "EURUSD|CANCEL#1|0.00|0.00000|0.00000|0.00000");
   ExpectIs(Kind(desk.Until(4)), std::string("DONE"), "cancelled");
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "CANCELLED") + desk.Reports(1, "CHANGED"), 0, "what was ordered is not told twice");
   desk.Take(5, "EURUSD|CANCEL#1|0.00|0.00000|0.00000|0.00000");
   ExpectIs(Kind(desk.Until(5)), std::string("DONE"), "there is nothing to change");
   ExpectIs(broker.requests, 3L, "requests");
}

static void ModifiesPosition()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   desk.Take(2, "EURUSD|MODIFY#1|0.00|0.00000|1.08000|0.00000");
   ExpectIs(Kind(desk.Until(2)), std::string("DONE"), "kind");
   ExpectIs(OnlyPosition().sl, 1.08, "stop loss");
   ExpectIs(OnlyPosition().tp, 0.0, "take profit");
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "CHANGED"), 0, "what was ordered is not told twice");
}

static void RequoteStorm()
{
   Desk desk;
   broker.answers = {{"refuse", 10004, 0}, {"refuse", 10020, 0}, {"refuse", 10004, 0}, {"refuse", 10021, 0}};
   desk.Take(1, Buy);
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "kind");
   ExpectIs(broker.requests, 5L, "requests");
   ExpectIs(DealsOf(1), 1, "deals");
   for(int i = 0; i < 50; i++)
      broker.answers.push_back({"refuse", 10004, 0});
   desk.Take(2, Buy);
   std::string report = desk.Until(2);
   ExpectIs(Kind(report), std::string("REJECTED"), "a storm without an end");
   ExpectIs(Part(report, 1), std::string("10004"), "its last answer");
   ExpectIs(broker.requests, 10L, "requests");
}

static void RequotesUntilTooLate()
{
   Desk desk(150);
   for(int i = 0; i < 50; i++)
      broker.answers.push_back({"refuse", 10004, 0});
   desk.Take(1, Buy);
   ExpectIs(Kind(desk.Until(1)), std::string("REJECTED"), "tried, so not dropped");
   Expect(broker.requests < 5, "the window holds between the attempts too");
}

static void DroppedWithReason()
{
   Desk desk(60000, 10, 20);
   desk.Take(1, Buy, desk.Now() - 60001);
   ExpectIs(Part(desk.Until(1), 2), std::string("LATE"), "older than the window");
   broker.Quote("EURUSD", 1.08300, 1.08345);
   desk.Take(2, Buy);
   ExpectIs(Part(desk.Until(2), 2), std::string("SPREAD"), "wider than allowed");
   desk.Take(3, "NOBODY|BUY|0.10|1.08345|1.07900|1.09120");
   ExpectIs(Part(desk.Until(3), 2), std::string("NO_SYMBOL"), "nobody's symbol");
   broker.mayTrade = false;
   broker.Quote("EURUSD", 1.08337, 1.08345);
   desk.Take(4, Buy);
   ExpectIs(Part(desk.Until(4), 2), std::string("TRADING_OFF"), "trading is off");
   ExpectIs(broker.requests, 0L, "requests");
   ExpectIs(Kind(desk.Report(4)), std::string("DROPPED"), "kind");
}

static void ClosesAreNeverLate()
{
   Desk desk(60000, 10, 20);
   desk.Take(1, Buy);
   desk.Until(1);
   broker.Quote("EURUSD", 1.08300, 1.08399);
   desk.Take(2, "EURUSD|CLOSE#1|0.10|0.00000|0.00000|0.00000", desk.Now() - 3600000);
   ExpectIs(Kind(desk.Until(2)), std::string("FILLED"), "an old close, at a wide spread");
}

static void FillingFallsBack()
{
   Desk desk;
   broker.answers = {{"refuse", 10030, 0}};
   desk.Take(1, Buy);
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "the next filling mode");
   broker.symbols["EURUSD"].filling = SYMBOL_FILLING_IOC;
   desk.Take(2, Buy);
   ExpectIs(Kind(desk.Until(2)), std::string("FILLED"), "only immediate or cancel");
   broker.symbols["EURUSD"].filling = 0;
   broker.symbols["EURUSD"].execution = SYMBOL_TRADE_EXECUTION_EXCHANGE;
   desk.Take(3, Buy);
   ExpectIs(Kind(desk.Until(3)), std::string("FILLED"), "only return");
   broker.symbols["EURUSD"].execution = SYMBOL_TRADE_EXECUTION_MARKET;
   desk.Take(4, Buy);
   ExpectIs(Part(desk.Until(4), 1), std::string("10030"), "none at all");
}

static void PartialFill()
{
   Desk desk;
   broker.answers = {{"partial", 0, 0.04}};
   desk.Take(1, Buy);
   std::string report = desk.Until(1);
   ExpectIs(Kind(report), std::string("PARTIAL"), "kind");
   ExpectIs(Part(report, 5), std::string("0.04"), "volume");
   desk.Take(2, "EURUSD|CLOSE#1|0.04|0.00000|0.00000|0.00000");
   ExpectIs(Kind(desk.Until(2)), std::string("FILLED"), "all of the part is closed");
   ExpectIs((long)broker.positions.size(), 0L, "positions");
}

static void NeverIsNever()
{
   Desk desk;
   long sequence = 0;
   for(uint code : {10006u, 10013u, 10014u, 10016u, 10017u, 10018u, 10019u, 10026u, 10027u, 10034u, 10042u})
   {
      broker.answers = {{"refuse", code, 0}};
      desk.Take(++sequence, Buy);
      std::string report = desk.Until(sequence);
      ExpectIs(Kind(report), std::string("REJECTED"), "kind of " + std::to_string(code));
      ExpectIs(Part(report, 1), std::to_string(code), "return code");
   }
   ExpectIs(broker.requests, sequence, "one request each");
}

static void WaitsForConnection()
{
   Desk desk(600000);
   broker.isConnected = false;
   desk.Take(1, Buy);
   desk.Run(5000);
   ExpectIs(broker.requests, 0L, "nothing is sent into the void");
   broker.isConnected = true;
   ExpectIs(Kind(desk.Until(1)), std::string("FILLED"), "kind");
}

std::vector<Scenario> OrderScenarios()
{
   return {{"fills-at-market", FillsAtMarket},
           {"closes-in-parts", ClosesInParts},
           {"netting-closes-by-volume", NettingClosesByVolume},
           {"pending-placed-modified-cancelled", PendingPlacedModifiedCancelled},
           {"modifies-position", ModifiesPosition},
           {"requote-storm", RequoteStorm},
           {"requotes-until-too-late", RequotesUntilTooLate},
           {"dropped-with-reason", DroppedWithReason},
           {"closes-are-never-late", ClosesAreNeverLate},
           {"filling-falls-back", FillingFallsBack},
           {"partial-fill", PartialFill},
           {"never-is-never", NeverIsNever},
           {"waits-for-connection", WaitsForConnection}};
}
