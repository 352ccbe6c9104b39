// What happens to positions and pending orders without an order of the bridge.
#include "Desk.hpp"

static void StopsAndHands()
{
   Desk desk;
   for(long sequence = 1; sequence <= 4; sequence++)
   {
      desk.Take(sequence, Buy);
      desk.Until(sequence);
   }
   std::vector<long> tickets;
   for(auto &entry : broker.positions)
      tickets.push_back(entry.first);
   broker.ClosePosition(tickets[0], 0, 1.079, DEAL_REASON_SL);
   broker.ClosePosition(tickets[1], 0, 1.0912, DEAL_REASON_TP);
   broker.ClosePosition(tickets[2], 0, 1.0, DEAL_REASON_SO);
   broker.ClosePosition(tickets[3], 0.03, 1.084, DEAL_REASON_CLIENT);
   desk.Run(10000);
   long sequence = 0;
   for(const char *reason : {"SL", "TP", "STOPOUT"})
   {
      std::string report = desk.Report(++sequence);
      ExpectIs(Kind(report), std::string("CLOSED"), "kind");
      ExpectIs(Part(report, 2), std::string(reason), "reason");
      ExpectIs(desk.Reports(sequence, "CLOSED"), 1, "once");
   }
   std::string report = desk.Report(4);
   ExpectIs(Kind(report), std::string("REDUCED"), "kind");
   ExpectIs(Part(report, 2), std::string("USER"), "reason");
   ExpectIs(Part(report, 5), std::string("0.03"), "by how much");
   broker.ClosePosition(tickets[3], 0, 1.084, DEAL_REASON_CLIENT);
   desk.Run(10000);
   ExpectIs(Part(desk.Report(4), 5), std::string("0.07"), "the rest");
   ExpectIs(ArraySize(desk.guard.watches), 0, "nothing is watched any more");
}

static void ClosedWhileAway()
{
   {
      Desk desk;
      desk.Take(1, Buy);
      desk.Until(1);
   }
   broker.ClosePosition(broker.positions.begin()->first, 0, 1.079, DEAL_REASON_SL);
   {
      Desk desk;
      desk.Run(10000);
      ExpectIs(desk.Reports(1, "CLOSED"), 1, "found after the restart");
   }
   Desk desk;
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "CLOSED"), 1, "and not again after the next");
}

static void PendingFilledExpiredCancelled()
{
   Desk desk;
   for(long sequence = 1; sequence <= 3; sequence++)
   {
      desk.Take(sequence, "EURUSD|SELL_LIMIT|0.10|1.09000|1.10000|1.08000");
      desk.Until(sequence);
   }
   std::vector<long> tickets;
   for(auto &entry : broker.orders)
      tickets.push_back(entry.first);
   broker.FillPending(tickets[0], 0.04, 1.09);
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "OPENED"), 0, "not before it is filled");
   broker.FillPending(tickets[0], 0, 1.09);
   broker.EndPending(tickets[1], ORDER_STATE_EXPIRED);
   broker.EndPending(tickets[2], ORDER_STATE_CANCELED);
   desk.Run(10000);
   ExpectIs(Kind(desk.Report(1)), std::string("OPENED"), "filled");
   ExpectIs(Part(desk.Report(1), 5), std::string("0.10"), "all of it");
   ExpectIs(Kind(desk.Report(2)), std::string("EXPIRED"), "expired");
   ExpectIs(Kind(desk.Report(3)), std::string("CANCELLED"), "cancelled");
   broker.ClosePosition(broker.positions.begin()->first, 0, 1.08, DEAL_REASON_TP);
   desk.Run(10000);
   ExpectIs(Part(desk.Report(1), 2), std::string("TP"), "closed at last");
}

static void StopsMoved()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   broker.MovePosition(broker.positions.begin()->first, 1.08, 1.1);
   desk.Run(10000);
   ExpectIs(Kind(desk.Report(1)), std::string("CHANGED"), "kind");
   ExpectIs(Part(desk.Report(1), 2), std::string("1.08000,1.10000"), "reason");
   ExpectIs(desk.Reports(1, "CHANGED"), 1, "once");
}

// The answer to an order that moves stops is lost, and before that is cleared up somebody else moves them.
static void StopsMovedUnderAnOrder()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   broker.answers = {{"lose", 10012, 0}};
   desk.Take(2, "EURUSD|MODIFY#1|0.00|0.00000|1.08000|0.00000");
   while(broker.requests < 2)
      desk.Step();
   broker.MovePosition(broker.positions.begin()->first, 1.07, 1.1);
   while(desk.Report(2) == "" || Kind(desk.Report(2)) == "UNKNOWN")
   {
      ExpectIs(desk.Reports(1, "CHANGED"), 0, "not before the order has its end");
      desk.Step();
   }
   desk.Run(10000);
   ExpectIs(Part(desk.Report(1), 2), std::string("1.07000,1.10000"), "then as they are");
   ExpectIs(desk.Reports(1, "CHANGED"), 1, "once");
}

// One position of two subscriptions' orders, closed by a stop: each has its share, the oldest first.
static void NettingIsShared()
{
   broker.isHedging = false;
   Desk desk;
   desk.Take(1, Buy);
   desk.Take(2, "EURUSD|BUY|0.20|1.08345|1.07900|1.09120");
   desk.Until(2);
   broker.ClosePosition(broker.positions.begin()->first, 0.15, 1.079, DEAL_REASON_CLIENT);
   desk.Run(10000);
   ExpectIs(Kind(desk.Report(1)), std::string("CLOSED"), "the first");
   ExpectIs(Part(desk.Report(1), 5), std::string("0.10"), "its share");
   ExpectIs(Kind(desk.Report(2)), std::string("REDUCED"), "the second");
   ExpectIs(Part(desk.Report(2), 5), std::string("0.05"), "its share");
   desk.Run(10000);
   ExpectIs(desk.Reports(2, "REDUCED"), 1, "once");
}

static void LateHistoryOfAClose()
{
   Desk desk;
   desk.Take(1, Buy);
   desk.Until(1);
   broker.hiddenAfter = broker.deals.rbegin()->first;
   broker.ClosePosition(broker.positions.begin()->first, 0, 1.079, DEAL_REASON_SL);
   desk.Run(20000);
   ExpectIs(desk.Reports(1, "CLOSED"), 0, "not before its deal is there");
   broker.hiddenAfter = LONG_MAX;
   desk.Run(10000);
   ExpectIs(desk.Reports(1, "CLOSED"), 1, "then");
}

std::vector<Scenario> WatchScenarios()
{
   return {{"stops-and-hands", StopsAndHands},
           {"closed-while-away", ClosedWhileAway},
           {"pending-filled-expired-cancelled", PendingFilledExpiredCancelled},
           {"stops-moved", StopsMoved},
           {"stops-moved-under-an-order", StopsMovedUnderAnOrder},
           {"netting-is-shared", NettingIsShared},
           {"late-history-of-a-close", LateHistoryOfAClose}};
}
