// Executes the orders that the guard has taken: places them, tries again where the answer says that nothing was done,
// and looks up whatever may have been done before it says or sends anything more.
#ifndef ORLEANS_ORDERS_MQH
#define ORLEANS_ORDERS_MQH

#include "OrdersLook.mqh"

#define PLACE_ATTEMPTS_MAX 5
#define PLACE_PAUSE_MS 100
#define PLACE_PAUSE_MAX_MS 5000
#define MODIFY_ATTEMPTS_MAX 4
#define MODIFY_PAUSE_MS 200
#define MODIFY_PAUSE_MAX_MS 3000

class COrderExecutor : public COrderLook
{
private:
   bool m_sent;

   void Again(CExecutionGuard &guard, const int index, const uint retcode)
   {
      bool places = guard.orders[index].what <= DO_CLOSE;
      int attempts = guard.orders[index].attempts;
      long pause = places ? PLACE_PAUSE_MS : MODIFY_PAUSE_MS;
      long most = places ? PLACE_PAUSE_MAX_MS : MODIFY_PAUSE_MAX_MS;
      if(attempts >= (places ? PLACE_ATTEMPTS_MAX : MODIFY_ATTEMPTS_MAX))
      {
         Reject(guard, index, retcode);
         return;
      }
      for(int i = 1; i < attempts && pause < most; i++)
         pause = pause * 2;
      guard.orders[index].stage = STAGE_RETRY;
      guard.orders[index].lastRetcode = retcode;
      guard.orders[index].nextAt = m_local + pause + pause / 4 * MathRand() / 32768;
   }

   // Spread and age of what opens; false: it was dropped.
   bool IsStillWanted(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      order = guard.orders[index];
      int owner = guard.FindSubscription(order.subscription);
      if(!order.Opens() || owner < 0)
         return(true);
      if(m_bridge - order.time > guard.subscriptions[owner].window)
      {
         Drop(guard, index, "LATE");
         return(false);
      }
      long most = guard.subscriptions[owner].spread;
      if(most > 0 && SymbolInfoInteger(order.symbol, SYMBOL_SPREAD) > most)
      {
         Drop(guard, index, "SPREAD");
         return(false);
      }
      return(true);
   }

   void Place(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      MqlTick tick = {};
      order = guard.orders[index];
      if(!SymbolIsThere(order.symbol) || !SymbolSelect(order.symbol, true))
      {
         Drop(guard, index, "NO_SYMBOL");
         return;
      }
      if(!MayTrade())
      {
         Drop(guard, index, "TRADING_OFF");
         return;
      }
      if(!IsStillWanted(guard, index) || !IsConnected())
         return;
      if(order.target > 0 && IsAdopting(guard, order))
         return;
      if(order.what >= DO_MODIFY)
      {
         PlaceModify(guard, index);
         return;
      }
      // Nothing with this magic may be there already. If it is, a journal was lost or put back, and this is told.
      SFacts facts;
      LookUp(order.magic, order.time, facts);
      if(facts.what != FOUND_NOTHING)
      {
         BeginLook(guard, index, 0, true);
         return;
      }
      if(order.what == DO_CLOSE && !SelectPosition(order.magic - order.sequence + order.target, order.symbol))
      {
         Drop(guard, index, "NO_TARGET");
         return;
      }
      if(order.what == DO_CLOSE && !IsHedging() && !IsSideOf(guard, order))
      {
         Drop(guard, index, "NO_TARGET");
         return;
      }
      if(!SymbolInfoTick(order.symbol, tick) || tick.ask <= 0.0 || tick.bid <= 0.0)
      {
         guard.orders[index].attempts++;
         Again(guard, index, TRADE_RETCODE_PRICE_OFF);
         return;
      }
      SendDeal(guard, index, tick);
   }

   // What another journal's program opened or placed has to be watched before anything can be said of its end.
   bool IsAdopting(CExecutionGuard &guard, const SOrder &order)
   {
      int owner = guard.FindSubscription(order.subscription);
      return(owner >= 0 && guard.subscriptions[owner].adoptTo > 0);
   }

   // On a netting account the symbol's position may be to the other side by now: then it is not what n opened.
   bool IsSideOf(CExecutionGuard &guard, const SOrder &order)
   {
      int index = guard.FindWatch(order.subscription, order.target);
      bool isBuy = PositionGetInteger(POSITION_TYPE) == POSITION_TYPE_BUY;
      return(index < 0 || guard.watches[index].isBuy == isBuy);
   }

   void SendDeal(CExecutionGuard &guard, const int index, const MqlTick &tick)
   {
      SOrder order;
      MqlTradeRequest request = {};
      MqlTradeCheckResult check = {};
      order = guard.orders[index];
      int owner = guard.FindSubscription(order.subscription);
      FillDeal(order, tick, owner < 0 ? 0 : guard.subscriptions[owner].deviation, request);
      if(!FillingAt(order.symbol, order.IsPending(), order.filling, request.type_filling))
      {
         Reject(guard, index, TRADE_RETCODE_INVALID_FILL);
         return;
      }
      if(!OrderCheck(request, check) && check.retcode != 0)
      {
         // Nothing was sent, so nothing is unknown.
         guard.orders[index].attempts++;
         int meaning = MeaningOf(check.retcode);
         if(meaning == ANSWER_FILLING)
            NextFilling(guard, index);
         else if(meaning == ANSWER_RETRY || meaning == ANSWER_UNKNOWN)
            Again(guard, index, check.retcode);
         else
            Reject(guard, index, check.retcode);
         return;
      }
      Send(guard, index, request);
   }

   void NextFilling(CExecutionGuard &guard, const int index)
   {
      guard.orders[index].filling++;
      guard.orders[index].stage = STAGE_RETRY;
      guard.orders[index].lastRetcode = TRADE_RETCODE_INVALID_FILL;
      guard.orders[index].nextAt = m_local;
   }

   void PlaceModify(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      MqlTradeRequest request = {};
      order = guard.orders[index];
      int target = LookAtTarget(guard, order);
      int filled = TellTargetFilled(guard, order);
      if(filled == FILLED_LATER)
      {
         WaitForTarget(guard, index);
         return;
      }
      if(filled == FILLED_TOLD)
         target = LookAtTarget(guard, order);
      if(target == TARGET_AS_ASKED)
      {
         Done(guard, index, TRADE_RETCODE_NO_CHANGES);
         return;
      }
      if(target == TARGET_MISSING)
      {
         Drop(guard, index, "NO_TARGET");
         return;
      }
      if(order.what == DO_CANCEL)
      {
         request.action = TRADE_ACTION_REMOVE;
         request.order = (ulong)OrderGetInteger(ORDER_TICKET);
         request.magic = (ulong)order.magic;
      }
      else
         FillModify(order, target == TARGET_ORDER, request);
      Send(guard, index, request);
   }

   // Nothing was sent. What became of the pending order is not known yet, and whoever waits for an answer is told so.
   void WaitForTarget(CExecutionGuard &guard, const int index)
   {
      SOrder order;
      if(guard.orders[index].lookedSince == 0)
         guard.orders[index].lookedSince = m_local;
      order = guard.orders[index];
      long waited = m_local - order.lookedSince;
      guard.orders[index].stage = STAGE_RETRY;
      guard.orders[index].nextAt = m_local + LookPause(waited);
      if(waited >= ACCEPTED_TELL_MS)
         TellUnknown(guard, order);
   }

   void Send(CExecutionGuard &guard, const int index, MqlTradeRequest &request)
   {
      MqlTradeResult result = {};
      guard.orders[index].attempts++;
      m_sent = true;
      if(!OrderSend(request, result))
         Print("Order ", guard.orders[index].subscription, " ", guard.orders[index].sequence, ": return code ",
               result.retcode, ", error ", GetLastError());
      bool isDeal = guard.orders[index].what <= DO_CLOSE;
      int meaning = MeaningOf(result.retcode);
      if(meaning == ANSWER_RETRY)
         Again(guard, index, result.retcode);
      else if(meaning == ANSWER_FILLING)
         NextFilling(guard, index);
      else if(meaning == ANSWER_NEVER || (meaning == ANSWER_SAME && isDeal))
         Reject(guard, index, result.retcode);
      else if(guard.orders[index].what == DO_MODIFY && (meaning == ANSWER_DONE || meaning == ANSWER_SAME))
         Done(guard, index, result.retcode);
      else
      {
         guard.orders[index].doneVolume = ToHundredths(result.volume);
         guard.orders[index].donePrice = result.price;
         guard.orders[index].doneOrder = result.order;
         guard.orders[index].doneDeal = result.deal;
         // A removed order too: a part of it may have been filled before.
         BeginLook(guard, index, result.retcode, meaning != ANSWER_UNKNOWN);
      }
   }

public:
   COrderExecutor(void)
   {
      m_sent = false;
   }

   // One step of what is under way. One request at most: the terminal waits for the server's answer meanwhile.
   void Step(CExecutionGuard &guard, const long localMs, const long bridgeMs)
   {
      m_local = localMs;
      m_bridge = bridgeMs;
      m_sent = false;
      bool looks = m_local - m_lookedAt >= LOOK_PERIOD_MS || m_lookedAt == 0;
      if(looks)
         Settle(guard);
      for(int i = 0; i < ArraySize(guard.orders); i++)
      {
         int count = ArraySize(guard.orders);
         int stage = guard.orders[i].stage;
         long about = guard.orders[i].target > 0 ? guard.orders[i].target : guard.orders[i].sequence;
         if(stage == STAGE_LOOK)
         {
            if(looks)
               Look(guard, i);
         }
         else if(!m_sent && (stage == STAGE_NEW || m_local >= guard.orders[i].nextAt)
                 && !guard.IsTargeted(guard.orders[i].subscription, about, i))
            Place(guard, i);
         if(ArraySize(guard.orders) < count)
            i--;
      }
   }
};

#endif
